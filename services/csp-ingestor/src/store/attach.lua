-- Lets an event belong to the incident of its root, or no longer: both ends, and what incidents is told of both.
-- ARGV: 2 id, 3 the root that was read ('': none), 4 the root now ('': none), 5 how it belongs to the new one, JSON,
--       6 how it belonged to the old one, JSON, 7 the most that belong to one, 8 whose it is, 9 now,
--       10 how often it may come to another's incident ('': a person says that it belongs there),
--       11 how often incidents is told of one event, and 12 how many lines of the audit a provider fills, within
--       an hour
local id, before, root, linked, gone, now = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], tonumber(ARGV[9])
local key, list = K .. 'event:' .. id, K .. 'linked:' .. root
local function there(other) return redis.call('EXISTS', K .. 'event:' .. other) == 1 end
local function tell(other)
  emit('incidents', other, redis.call('HINCRBY', K .. 'event:' .. other, 'version', 1), '{}')
  publish('event', other)
end

if not there(id) then return {'MISSING'} end
if (redis.call('HGET', key, 'root') or '') ~= before then return {'CHANGED'} end
if root ~= '' then
  if not there(root) then return {'CHANGED'} end
  if root ~= before and redis.call('HEXISTS', list, id) == 0 and redis.call('HLEN', list) >= tonumber(ARGV[7]) then
    return {'FULL'}
  end
end

local known = root ~= '' and redis.call('HGET', list, id)
if root == before and (root == '' or known == linked) then return {'SAME'} end
local old, new = cjson.decode(known or '{}'), cjson.decode(root == '' and '{}' or linked)
-- Each time that it comes there, or is back, is a line in an incident that is another's: one that turns round and round
-- stands for itself.
if root ~= '' and (root ~= before or (new.active and not old.active)) then
  if ARGV[10] ~= '' and tonumber(redis.call('HGET', key, 'turns') or '0') >= tonumber(ARGV[10]) then return {'FULL'} end
  redis.call('HINCRBY', key, 'turns', 1)
end
if before ~= '' and before ~= root and there(before) then
  if gone ~= '' then redis.call('HSET', K .. 'linked:' .. before, id, gone) end
  tell(before)
end
if root ~= '' then
  redis.call('HSET', list, id, linked)
  local turned = root ~= before or old.active ~= new.active or old.holds ~= new.holds
  if may_tell(key, now, tonumber(ARGV[11]), turned) then tell(root) end
end
if root ~= before then
  if root == '' then redis.call('HDEL', key, 'root') else redis.call('HSET', key, 'root', root) end
  tell(id)
  for _, other in ipairs(redis.call('ZRANGE', K .. 'effects:' .. id, 0, -1)) do wake(other) end
  audit_some(ARGV[8], tonumber(ARGV[12]))
end
return {'OK'}
