-- An event of incidents: id, version, facts, resolved_at, updated_at.
local id = ARGV[2]
local changed = learn(id, ARGV[3], ARGV[4], ARGV[5])
if changed and redis.call('EXISTS', K .. 'announcements:' .. id) == 1 then publish(id, ARGV[6]) end
return {changed and 'CHANGED' or 'SAME'}
