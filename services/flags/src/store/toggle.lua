-- flags: switches a flag. ARGV: 2 key, 3 on ('' for the other side), 4 at, 5 the version the writer believes in or ''.
-- The audit's lines are C.on and C.off. Answers UPDATED or SAME with the flag and the number of the change; MISSING;
-- STALE and the version.
local done = replayed()
if done then return done end
local id, on, at, believed = ARGV[2], ARGV[3], ARGV[4], ARGV[5]

local known = read(id)
if not known then return {'MISSING'} end
if believed ~= '' and known.version ~= believed then return {'STALE', known.version} end
if on == '' then on = known.on == 'true' and 'false' or 'true' end
if known.on == on then
  local text = whole(known)
  remember('200 ' .. text)
  return {'SAME', text, '0'}
end
known.on, known.updated_at = on, at
C.audit = on == 'true' and C.on or C.off
local text, revision = write(id, known)
remember('200 ' .. text)
return {'UPDATED', text, revision}
