-- Of each provider so many events are kept: where a new one comes, those that began first, and are over, go.

-- Lets an event go, with all by which it is found. Whoever follows its changes finds it gone.
local function forget(id, provider)
  local key = K .. 'event:' .. id
  local kept = redis.call('HMGET', key, 'facets', 'names')
  for _, facet in ipairs(cjson.decode(kept[1] or '[]')) do redis.call('ZREM', K .. 'events:' .. facet, id) end
  redis.call('ZREM', K .. 'events:started', id)
  redis.call('ZREM', K .. 'over:' .. provider, id)
  redis.call('SREM', K .. 'open:' .. provider, id)
  for _, name in ipairs(cjson.decode(kept[2] or '[]')) do
    if redis.call('HGET', K .. 'external:' .. provider, name) == id then
      redis.call('HDEL', K .. 'external:' .. provider, name)
    end
  end
  unplan(id, provider)
  redis.call('DEL', key)
  redis.call('ZADD', K .. 'changed:graph', 0, id)
end

-- Makes room for one more event of a provider that may have `most`; false where there is none to be made, and nothing
-- was changed. `began` is when the new one began, where it is over already: one that began before all that is kept is not
-- worth another. What incidents was told of since `told_before` may still be on its way there, and stays.
local function make_room(provider, most, began, told_before)
  local excess = redis.call('ZCARD', K .. 'events:provider:' .. provider) + 1 - most
  if excess <= 0 then return true end
  local gone = 0
  local eldest = redis.call('ZRANGE', K .. 'over:' .. provider, 0, 9, 'WITHSCORES')
  for at = 1, #eldest, 2 do
    -- Two at a time, where there are more than may be: a call costs the same whatever is stored.
    if gone == math.min(excess, 2) or (began and began <= tonumber(eldest[at + 1])) then break end
    local told = redis.call('HGET', K .. 'event:' .. eldest[at], 'told_at')
    if not told or tonumber(told) < told_before then
      forget(eldest[at], provider)
      gone = gone + 1
    end
  end
  return gone > 0
end
