-- Notes that a removed provider has no open event any more.
-- ARGV: 2 name
if redis.call('SCARD', K .. 'open:' .. ARGV[2]) > 0 then return {'OPEN'} end
redis.call('SREM', K .. 'leaving', ARGV[2])
return {'OK'}
