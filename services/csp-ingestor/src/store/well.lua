-- Forgets what was known against a host.
-- ARGV: 2 host
redis.call('ZREM', K .. 'hosts', ARGV[2])
redis.call('HDEL', K .. 'hosts:failures', ARGV[2])
return {'OK'}
