-- The provider about to be asked and what its last poll left behind, under a ticket: a place in the order of all its
-- askings and changes. What is read here is what stood when the ticket was given.
-- ARGV: 2 name
local key = K .. 'provider:' .. ARGV[2]
local known = redis.call('HMGET', key, 'provider', 'state')
if not known[1] then return {'MISSING'} end
return {'OK', known[1], known[2] or '', tostring(redis.call('HINCRBY', key, 'asked', 1))}
