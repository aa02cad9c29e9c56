-- Lets an event belong to the incident of its root, or no longer: both ends, and what incidents is told of both.
-- ARGV: 2 id, 3 the root that was read ('': none), 4 the root now ('': none), 5 how it belongs to the new one, JSON,
--       6 how it belonged to the old one, JSON, 7 the most that belong to one
local id, before, root, linked, gone = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local key = K .. 'event:' .. id
local function there(other) return redis.call('EXISTS', K .. 'event:' .. other) == 1 end
local function tell(other)
  emit('incidents', other, redis.call('HINCRBY', K .. 'event:' .. other, 'version', 1), '{}')
  publish('event', other)
end

if not there(id) then return {'MISSING'} end
if (redis.call('HGET', key, 'root') or '') ~= before then return {'CHANGED'} end
if root ~= '' then
  if not there(root) then return {'CHANGED'} end
  local list = K .. 'linked:' .. root
  if root ~= before and redis.call('HEXISTS', list, id) == 0 and redis.call('HLEN', list) >= tonumber(ARGV[7]) then
    return {'FULL'}
  end
end

if root == before and (root == '' or redis.call('HGET', K .. 'linked:' .. root, id) == linked) then return {'SAME'} end
if before ~= '' and before ~= root and there(before) then
  if gone ~= '' then redis.call('HSET', K .. 'linked:' .. before, id, gone) end
  tell(before)
end
if root ~= '' then
  redis.call('HSET', K .. 'linked:' .. root, id, linked)
  tell(root)
end
if root ~= before then
  if root == '' then redis.call('HDEL', key, 'root') else redis.call('HSET', key, 'root', root) end
  tell(id)
  for _, other in ipairs(redis.call('ZRANGE', K .. 'effects:' .. id, 0, -1)) do wake(other) end
  audit()
end
return {'OK'}
