/** The app that `cdk8s synth` and `slipway` run: one chart for each service and environment. */

import { App, ServiceChart, environmentsOf } from '../lib/index.ts';
import { shop } from './shop.ts';

const app = new App();
for (const environment of environmentsOf(shop)) new ServiceChart(app, shop, { environment });
app.synth();
