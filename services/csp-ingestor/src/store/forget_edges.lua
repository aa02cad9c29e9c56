-- Forgets all edges of an event that is gone.
-- ARGV: 2 id
if redis.call('EXISTS', K .. 'event:' .. ARGV[2]) == 1 then return {'THERE'} end
forget_edges(ARGV[2])
return {'OK'}
