-- Stand-in for resty.roundrobin, which Debian does not package: smooth weighted round robin.
local _M = {}; local mt = { __index = _M }
local pairs, setmetatable, random = pairs, setmetatable, math.random
local function load(self, nodes)
  local list, total = {}, 0
  for id, w in pairs(nodes) do list[#list + 1] = { id = id, w = w, cur = 0 }; total = total + w end
  self.nodes, self.list, self.total = nodes, list, total
  for _ = 1, (#list > 1 and random(#list) - 1 or 0) do self:find() end -- workers start at different nodes
end
function _M.new(_, nodes) local self = setmetatable({}, mt); load(self, nodes); return self end
function _M.reinit(self, nodes) load(self, nodes) end
function _M.find(self)
  local best
  for _, n in ipairs(self.list) do
    n.cur = n.cur + n.w
    if n.w > 0 and (not best or n.cur > best.cur) then best = n end
  end
  if not best then return nil end
  best.cur = best.cur - self.total
  return best.id
end
return _M
