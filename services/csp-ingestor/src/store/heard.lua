-- Notes where an event that changed is found by others, and wakes those whose causes may be others now: the events that
-- speak of its provider and began at about its time, and its effects.
-- ARGV: 2 id, 3 when it began, 4 whose it is, 5 whether it is degraded ('1'), 6 what counts of it for others,
--       7 events that began before this are forgotten, 8 the earliest and 9 the latest beginning of its effects,
--       10 the most of either kind that are woken, 11 the most that are kept of one provider, 12 for how long (s)
local id, began, party, degraded, facts = ARGV[2], ARGV[3], ARGV[4], ARGV[5] == '1', ARGV[6]
local key, list = K .. 'event:' .. id, K .. 'graph:began:' .. party
if redis.call('EXISTS', key) == 0 then return {'MISSING'} end
if degraded then
  redis.call('ZADD', list, began, id)
  redis.call('ZREMRANGEBYSCORE', list, '-inf', '(' .. ARGV[7])
  redis.call('ZREMRANGEBYRANK', list, 0, -1 - tonumber(ARGV[11]))
  redis.call('EXPIRE', list, ARGV[12])
else
  redis.call('ZREM', list, id)
end
if redis.call('HGET', key, 'facts') == facts then return {'SAME'} end
redis.call('HSET', key, 'facts', facts)
local speakers = K .. 'graph:speaks:' .. party
for _, other in ipairs(redis.call('ZREVRANGEBYSCORE', speakers, ARGV[9], ARGV[8], 'LIMIT', 0, ARGV[10])) do wake(other) end
for _, other in ipairs(redis.call('ZREVRANGE', K .. 'effects:' .. id, 0, ARGV[10] - 1)) do wake(other) end
return {'OK'}
