-- An announcement: id, at, announcement, answer, event data, "first" if it may only be the first; and version, facts,
-- resolved_at of an incident that had to be asked for.
local seen = replayed()
if seen then return seen end
local id = ARGV[2]
if ARGV[8] then learn(id, ARGV[8], ARGV[9], ARGV[10]) end
if redis.call('EXISTS', K .. 'incident:' .. id) == 0 then return {'MISSING'} end
if ARGV[7] == 'first' and redis.call('EXISTS', K .. 'announcements:' .. id) == 1 then return {'SAID'} end
local count = redis.call('LPUSH', K .. 'announcements:' .. id, ARGV[4])
publish(id, ARGV[3])
remember(ARGV[5])
audit()
emit('incidents', id, count, ARGV[6])
return {'OK'}
