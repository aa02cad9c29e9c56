-- Counts a failed sign-in at its three places.
local pair, account, address = ARGV[2], ARGV[3], ARGV[4]
local now, memory, interval = ARGV[5], ARGV[6], tonumber(ARGV[7])

redis.call('HINCRBY', K .. 'failures:' .. pair, 'count', 1)
redis.call('HSET', K .. 'failures:' .. pair, 'last', now)
redis.call('PEXPIRE', K .. 'failures:' .. pair, memory)
redis.call('INCR', K .. 'failures:' .. account)
redis.call('PEXPIRE', K .. 'failures:' .. account, memory)
bucket_take(address, tonumber(now), interval)
return {'OK'}
