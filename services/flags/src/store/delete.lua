-- flags: deletes a flag. ARGV: 2 key, 3 the version the writer believes in or ''.
-- Answers OK and the number of the change; MISSING; STALE and the version.
local id, believed = ARGV[2], ARGV[3]
local known = read(id)
if not known then return {'MISSING'} end
if believed ~= '' and known.version ~= believed then return {'STALE', known.version} end
redis.call('DEL', K .. 'flag:' .. id)
redis.call('ZREM', K .. 'flags', id)
redis.call('HSET', K .. 'deleted', id, known.version)
audit()
return {'OK', tell(id, '')}
