-- flags: makes a flag, or puts a definition in its place. ARGV: 2 key, 3 the flag as JSON, 4 on, 5 at, 6 the version the
-- writer believes in or '', 7 how many flags there may be. The audit's lines are C.created and C.updated.
-- Answers CREATED, UPDATED or SAME with the flag and the number of the change; STALE and the version ('' where there is
-- none); FULL.
local done = replayed()
if done then return done end
local id, json, on, at, believed = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]

local known = read(id)
if believed ~= '' and (not known or known.version ~= believed) then return {'STALE', known and known.version or ''} end
if not known then
  if redis.call('ZCARD', K .. 'flags') >= tonumber(ARGV[7]) then return {'FULL'} end
  C.audit = C.created
  local text, revision = make(id, json, on, at)
  remember('201 ' .. text)
  return {'CREATED', text, revision}
end
if known.json == json and known.on == on then
  local text = whole(known)
  remember('200 ' .. text)
  return {'SAME', text, '0'}
end
known.json, known.on, known.updated_at = json, on, at
C.audit = C.updated
local text, revision = write(id, known)
remember('200 ' .. text)
return {'UPDATED', text, revision}
