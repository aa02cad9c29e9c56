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

-- Whether somebody still goes by an event that is over: the statistics have not counted how it ended, or an effect of it
-- holds its incident open.
local function needed(id)
  if redis.call('ZSCORE', K .. 'changed:statistics', id) then return true end
  for _, linked in ipairs(redis.call('HVALS', K .. 'linked:' .. id)) do
    if string.find(linked, '"holds":true', 1, true) then return true end
  end
  return false
end

-- Makes room for one more event of a provider that may have `most`; false where there is none to be made, and nothing
-- was changed. `began` is when the new one began, where it is over already: one that began before all that is kept is not
-- worth another. What incidents was told of since `told_before` may still be on its way there, and stays. What is needed
-- goes only where nothing else can: what is new counts for more.
local function make_room(provider, most, began, told_before)
  local excess = redis.call('ZCARD', K .. 'events:provider:' .. provider) + 1 - most
  if excess <= 0 then return true end
  local going, instead = {}, nil
  local eldest = redis.call('ZRANGE', K .. 'over:' .. provider, 0, 49, 'WITHSCORES')
  for at = 1, #eldest, 2 do
    local id = eldest[at]
    -- Two at a time, where there are more than may be: a call costs the same whatever is stored.
    if #going == math.min(excess, 2) or (began and began <= tonumber(eldest[at + 1])) then break end
    local told = redis.call('HGET', K .. 'event:' .. id, 'told_at')
    if not told or tonumber(told) < told_before then
      if needed(id) then instead = instead or id else going[#going + 1] = id end
    end
  end
  if #going == 0 then going[1] = instead end
  for _, id in ipairs(going) do forget(id, provider) end
  return #going > 0
end
