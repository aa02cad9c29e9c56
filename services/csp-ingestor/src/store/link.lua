-- Remembers the incident that was opened on an event's account, once.
-- ARGV: 2 id, 3 the incident's id
local key = K .. 'event:' .. ARGV[2]
if redis.call('EXISTS', key) == 0 then return {'MISSING'} end
if redis.call('HSETNX', key, 'incident', ARGV[3]) == 1 then
  redis.call('HINCRBY', key, 'version', 1)
  publish('event', ARGV[2])
  audit()
end
return {'OK'}
