-- Notes by which other ids a provider's feeds call an event. An id that is another event's stays its own until that is over.
-- ARGV: 2 provider, 3 the id that the event is kept under, from 4 on the others
local ids = K .. 'external:' .. ARGV[2]
local event = redis.call('HGET', ids, ARGV[3])
if not event then return {'MISSING'} end
local key = K .. 'event:' .. event
local names = cjson.decode(redis.call('HGET', key, 'names') or '[]')
for at = 4, #ARGV do
  local holder = redis.call('HGET', ids, ARGV[at])
  local free = not holder or redis.call('SISMEMBER', K .. 'open:' .. ARGV[2], holder) == 0
  -- A feed that calls it something else at every look is not followed in that.
  if holder ~= event and free and #names < 20 then
    redis.call('HSET', ids, ARGV[at], event)
    names[#names + 1] = ARGV[at]
  end
end
if #names > 0 then redis.call('HSET', key, 'names', cjson.encode(names)) end
return {'OK'}
