-- edges: how an edge is forgotten, for every script that ends one or an event that has some. After `wake`.
-- Both events change with it: their versions grow, where they are still there, and the effect is judged again.
local function forget_edge(cause, effect)
  redis.call('DEL', K .. 'edge:' .. cause .. ':' .. effect)
  redis.call('ZREM', K .. 'effects:' .. cause, effect)
  redis.call('ZREM', K .. 'causes:' .. effect, cause)
  for _, all in ipairs({'edges', 'edges:judged'}) do redis.call('ZREM', K .. all, cause .. ':' .. effect) end
  for _, id in ipairs({cause, effect}) do
    if redis.call('EXISTS', K .. 'event:' .. id) == 1 then redis.call('HINCRBY', K .. 'event:' .. id, 'version', 1) end
  end
  wake(effect)
end

-- Forgets all edges of an event, and whom it belonged to and who to it: for what ends an event for good.
local function forget_edges(id)
  for _, cause in ipairs(redis.call('ZRANGE', K .. 'causes:' .. id, 0, -1)) do forget_edge(cause, id) end
  for _, effect in ipairs(redis.call('ZRANGE', K .. 'effects:' .. id, 0, -1)) do forget_edge(id, effect) end
  redis.call('DEL', K .. 'linked:' .. id)
end
