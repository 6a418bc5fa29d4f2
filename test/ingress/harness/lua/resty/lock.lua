-- Stand-in for resty.lock, which Debian does not package: on a shared dictionary of nginx.
local _M = {}; local mt = { __index = _M }
function _M.new(_, dict, opts)
  local d = ngx.shared[dict]; if not d then return nil, "dictionary not found" end
  opts = opts or {}
  return setmetatable({ d = d, timeout = opts.timeout or 5, exptime = opts.exptime or 30 }, mt)
end
function _M.lock(self, key)
  local waited, step = 0, 0.001
  while true do
    local ok, err = self.d:add(key, true, self.exptime)
    if ok then self.key = key; return waited end
    if err ~= "exists" then return nil, err end
    if waited >= self.timeout then return nil, "timeout" end
    ngx.sleep(step); waited = waited + step; step = math.min(step * 2, 0.5)
  end
end
function _M.unlock(self)
  if not self.key then return nil, "unlocked" end
  self.d:delete(self.key); self.key = nil; return 1
end
return _M
