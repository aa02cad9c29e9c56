-- The account with this address and its password's hash, in one step: known and unknown take as long.
local id = redis.call('GET', K .. 'email:' .. ARGV[2])
local found = redis.call('HMGET', K .. 'person:' .. (id or 'nobody'), 'record', 'password')
return {id and 'OK' or 'NONE', found[1], found[2]}
