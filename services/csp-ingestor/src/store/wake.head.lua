-- wake: lets an event be judged again. Each waking has a number of its own, so that one that comes while the event is
-- being judged is not lost.
local function wake(id)
  redis.call('ZADD', K .. 'changed:judge', redis.call('INCR', K .. 'wakings'), id)
end
