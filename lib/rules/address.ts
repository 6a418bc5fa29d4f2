/** Recognises addresses of other services in the values of variables. */

/** Somebody a value names. */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** As it stands in the value, without credentials. */
  readonly shown: string;
}

/** Ports of schemes, where an address names none. */
const PORTS: Readonly<Record<string, number>> = {
  ...{ http: 80, https: 443, ws: 80, wss: 443, ftp: 21, sftp: 22, ssh: 22, smtp: 25, smtps: 465 },
  ...{ postgres: 5432, postgresql: 5432, mysql: 3306, mariadb: 3306, redis: 6379, rediss: 6379 },
  ...{ amqp: 5672, amqps: 5671, mongodb: 27017, kafka: 9092, memcached: 11211, nats: 4222 },
  ...{ ldap: 389, ldaps: 636, mqtt: 1883, mqtts: 8883, clickhouse: 9000, elasticsearch: 9200 },
};

/** Words of names whose values are shown, compared or sent to browsers, never connected to. */
const NOT_CALLED =
  /(?:^|_)(?:ORIGINS?|CORS|CSRF|ALLOWED|TRUSTED|REDIRECT|CALLBACK|PUBLIC|SITE|FRONTEND|STATIC|MEDIA|CDN|ISSUER|AUDIENCE|NAMESPACE|SCHEMA|BIND|LISTEN|NO_PROXY)(?:_|$)/;

/** The address a variable holds, if it looks like one that is called. Local addresses are none. */
export function addressIn(name: string, value: string): Address | undefined {
  if (!value.includes(':') || NOT_CALLED.test(name.toUpperCase())) return undefined;
  const [, scheme, host, port] =
    /^([a-z][a-z0-9+]*):\/\/(?:[^\s/@]*@)?(\[[0-9a-f:]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?(?=[/?#,]|$)/i.exec(
      value,
    ) ??
    (/(?:^|_)(?:HOSTS?|ADDR|ADDRESS|ENDPOINT|SERVERS?|BROKERS?)$/i.test(name)
      ? withPort(value)
      : []);
  if (host === undefined || isLocal(host)) return undefined;
  const known = PORTS[(scheme ?? '').toLowerCase().split('+')[0] ?? ''];
  const number = port === undefined ? known : Number(port);
  return number === undefined ? undefined : { host, port: number, shown: `${host}:${number}` };
}

/** `host:port` without a scheme, in the order of the other form. */
function withPort(value: string): readonly (string | undefined)[] {
  const [, host, port] = /^([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*):(\d{1,5})$/.exec(value) ?? [];
  return ['', undefined, host, port];
}

function isLocal(host: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])$/.test(host);
}
