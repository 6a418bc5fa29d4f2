// The template of ingress-nginx 1.11.0 in the words of Debian's nginx 1.22: five places, each of which must be there.

/** Places of the template, and what stands there instead. */
const changes: readonly (readonly [from: string, to: string])[] = [
  // Debian builds modules apart.
  [
    'daemon off;',
    [
      'load_module /usr/lib/nginx/modules/ndk_http_module.so;',
      'load_module /usr/lib/nginx/modules/ngx_http_lua_module.so;',
      'load_module /usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so;',
      'load_module /usr/lib/nginx/modules/ngx_stream_module.so;',
      '',
      'daemon off;',
    ].join('\n'),
  ],
  // Lua libraries that Debian does not package: see lua/.
  [
    'lua_package_path "/etc/nginx/lua/?.lua;;";',
    'lua_package_path "/etc/nginx/lua/?.lua;/etc/nginx/stand-ins/?.lua;;";',
  ],
  // A directive of nginx 1.25.1 and newer.
  ['http2 on;', ''],
  // Paths below /var/lib/nginx, which is not the controller's.
  [
    '    proxy_temp_path                 /tmp/nginx/proxy-temp;',
    [
      '    proxy_temp_path                 /tmp/nginx/proxy-temp;',
      '    uwsgi_temp_path                 /tmp/nginx/uwsgi-temp;',
      '    scgi_temp_path                  /tmp/nginx/scgi-temp;',
    ].join('\n'),
  ],
];

/** There is no Lua for streams in Debian; the controller posts to this port once, and wants its body to be read. */
const stream = `
stream {
    server {
        listen 127.0.0.1:{{ .StreamPort }};
        ssl_preread on;
        return "";
    }
}

`;

/** The template for Debian's nginx. @throws Error when a place is not there: the template is another one. */
export function adaptedTemplate(template: string): string {
  const start = template.indexOf('\nstream {');
  const end = template.indexOf('{{/* definition of templates', start);
  if (start < 0 || end < 0) throw new Error('the template has no stream block');
  return changes.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`the template has no ${JSON.stringify(from)}`);
      return text.replaceAll(from, to);
    },
    template.slice(0, start) + stream + template.slice(end),
  );
}
