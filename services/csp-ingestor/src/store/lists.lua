-- The lists of events: a sorted set of ids for each facet, by sequence, and `events:started` by when they began. In which
-- lists an event stands is kept with it, so that it leaves those that no longer fit.

-- Lets the event `id` stand in the lists `facets` (JSON), and in no other.
local function list(id, provider, sequence, started, facets)
  local key = K .. 'event:' .. id
  local kept = redis.call('HGET', key, 'facets')
  redis.call('ZADD', K .. 'events:started', started, id)
  if kept == facets then return end
  local stays = {}
  for _, facet in ipairs(cjson.decode(facets)) do
    stays[facet] = true
    redis.call('ZADD', K .. 'events:' .. facet, sequence, id)
  end
  for _, facet in ipairs(kept and cjson.decode(kept) or {'active', 'idle'}) do
    if not stays[facet] then redis.call('ZREM', K .. 'events:' .. facet, id) end
  end
  if not kept then
    -- As the first version of this keyspace had it.
    for _, facet in ipairs({'all', 'active', 'idle'}) do
      redis.call('ZREM', K .. 'events:' .. facet .. ':of:' .. provider, id)
    end
  end
  redis.call('HSET', key, 'facets', facets)
end
