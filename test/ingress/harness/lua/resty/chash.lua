-- Stand-in for resty.chash, which Debian does not package: rendezvous hashing over crc32.
local _M = {}; local mt = { __index = _M }
local function load(self, nodes)
  local list = {}
  for id, w in pairs(nodes) do if w > 0 then list[#list + 1] = id end end
  table.sort(list); self.nodes, self.list = nodes, list
end
function _M.new(_, nodes) local self = setmetatable({}, mt); load(self, nodes); return self end
function _M.reinit(self, nodes) load(self, nodes) end
function _M.find(self, key)
  local best, bh
  for i, id in ipairs(self.list) do
    local h = ngx.crc32_long(id .. "|" .. tostring(key))
    if not bh or h > bh then best, bh = i, h end
  end
  return best and self.list[best], best
end
function _M.next(self, index) local i = index % #self.list + 1; return self.list[i], i end
return _M
