-- flags: writes one of the cluster's own flags, once for ever. ARGV: 2 key, 3 the flag as JSON, 4 on, 5 at, 6 how many
-- flags there may be. Answers OK where it was written, KNOWN where it was before or somebody made it, FULL.
local id = ARGV[2]
if redis.call('SISMEMBER', K .. 'seeded', id) == 1 then return {'KNOWN'} end
if not read(id) and redis.call('ZCARD', K .. 'flags') >= tonumber(ARGV[6]) then return {'FULL'} end
redis.call('SADD', K .. 'seeded', id)
if read(id) then return {'KNOWN'} end
make(id, ARGV[3], ARGV[4], ARGV[5])
return {'OK'}
