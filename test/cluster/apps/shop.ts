// The app of a project that is deployed by its command: the shop, sized for a small node, without what SHOP_WITHOUT names.
import { App, ServiceChart, defineService } from '../../../lib/index.ts';
import { smallShop } from '../harness/shop.ts';

const { migrate, workers, ...spec } = smallShop('1.4.2').spec;
const without = (process.env['SHOP_WITHOUT'] ?? '').split(',');
const shop = defineService({
  ...spec,
  ...(migrate === undefined || without.includes('migrate') ? {} : { migrate }),
  ...(workers === undefined || without.includes('workers') ? {} : { workers }),
});
const app = new App({ helm: false });
new ServiceChart(app, shop, { environment: 'production' });
app.synth();
