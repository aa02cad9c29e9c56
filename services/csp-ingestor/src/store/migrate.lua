-- Brings an event as the first version of this keyspace has it to the second: lists by every facet, the events that are
-- over, the names it is found by, its place among planned work; who follows changes follows it from now on. Done twice
-- it changes nothing; two may do it at once.
-- ARGV: 2 id, 3 provider, 4 external id, 5 the version that was read, 6 the lists it stands in as JSON, 7 when it began,
--       8 whether it is over ('1')
local id, provider = ARGV[2], ARGV[3]
local key = K .. 'event:' .. id
local known = redis.call('HMGET', key, 'version', 'sequence')
if not known[1] then return {'MISSING'} end
if known[1] ~= ARGV[5] then return {'CHANGED'} end
list(id, provider, known[2], ARGV[7], ARGV[6])
if ARGV[8] == '1' then redis.call('ZADD', K .. 'over:' .. provider, ARGV[7], id) end
redis.call('HSETNX', key, 'names', cjson.encode({ARGV[4]}))
plan(id, provider, known[2])
for _, follower in ipairs({'graph', 'statistics'}) do redis.call('ZADD', K .. 'changed:' .. follower, known[1], id) end
return {'OK'}
