-- Takes an event off a list of those that changed, unless it has changed again meanwhile.
-- ARGV: 2 the list's reader, 3 the event's id, 4 the version that was dealt with
local list = K .. 'changed:' .. ARGV[2]
if redis.call('ZSCORE', list, ARGV[3]) == ARGV[4] then redis.call('ZREM', list, ARGV[3]) end
return {'OK'}
