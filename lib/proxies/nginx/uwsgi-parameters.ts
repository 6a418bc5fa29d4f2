/** proxies › nginx: the variables of a request in the uwsgi protocol; those of headers win over what the client sent. */

/** By name. @see https://github.com/nginx/nginx/blob/release-1.30.4/conf/uwsgi_params */
export function uwsgiParameters(): readonly (readonly [string, string])[] {
  return [
    ['QUERY_STRING', '$query_string'],
    ['REQUEST_METHOD', '$request_method'],
    ['CONTENT_TYPE', '$content_type'],
    ['CONTENT_LENGTH', '$content_length'],
    ['REQUEST_URI', '$request_uri'],
    ['PATH_INFO', '$document_uri'],
    ['DOCUMENT_ROOT', '$document_root'],
    ['SERVER_PROTOCOL', '$server_protocol'],
    ['REQUEST_SCHEME', '$forwarded_proto'],
    ['UWSGI_SCHEME', '$forwarded_proto'],
    ['REMOTE_ADDR', '$remote_addr'],
    ['REMOTE_PORT', '$remote_port'],
    ['SERVER_PORT', '$server_port'],
    ['SERVER_NAME', '$host'],
    ['HTTP_HOST', '$host'],
    ['HTTP_X_REAL_IP', '$remote_addr'],
    ['HTTP_X_FORWARDED_FOR', '$forwarded_for'],
    ['HTTP_X_FORWARDED_PROTO', '$forwarded_proto'],
    ['HTTP_X_FORWARDED_HOST', '$host'],
    ['HTTP_X_REQUEST_ID', '$traced_id'],
    ['HTTP_FORWARDED', ''],
    // https://httpoxy.org
    ['HTTP_PROXY', ''],
  ];
}
