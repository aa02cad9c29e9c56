-- edges: how an edge is forgotten, for every script that ends one or an event that has some.
-- Both events change with it: their versions grow, where they are still there.
local function forget_edge(cause, effect)
  redis.call('DEL', K .. 'edge:' .. cause .. ':' .. effect)
  redis.call('ZREM', K .. 'effects:' .. cause, effect)
  redis.call('ZREM', K .. 'causes:' .. effect, cause)
  redis.call('ZREM', K .. 'edges', cause .. ':' .. effect)
  for _, id in ipairs({cause, effect}) do
    if redis.call('EXISTS', K .. 'event:' .. id) == 1 then redis.call('HINCRBY', K .. 'event:' .. id, 'version', 1) end
  end
end
