-- A webhook: id, url, owner, at, answer, how many one person may have.
local seen = replayed()
if seen then return seen end
local own = K .. 'webhooks:of:' .. ARGV[4]
if redis.call('ZCARD', own) >= tonumber(ARGV[7]) then return {'FULL'} end
redis.call('HSET', K .. 'webhook:' .. ARGV[2], 'url', ARGV[3], 'owner', ARGV[4], 'created_at', ARGV[5])
redis.call('ZADD', own, ARGV[5], ARGV[2])
redis.call('ZADD', K .. 'webhooks', ARGV[5], ARGV[2])
remember(ARGV[6])
audit()
return {'OK'}
