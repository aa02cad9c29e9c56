-- Writes an edge between two events, with its indexes and its line in the audit, or forgets it.
-- ARGV: 2 cause, 3 effect, 4 the edge that was read, JSON ('': none), 5 the edge now, JSON ('': none any more),
--       6 now (unix seconds), 7 the most edges of an event in one direction, 8 the most in all, and the most that people
--       spoke of, 9 whether a person did ('1'), 10 by whose words it was found ('': somebody here says so),
--       11 how many lines of the audit a provider fills within an hour
local cause, effect, before, edge, now = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local causes, effects = K .. 'causes:' .. effect, K .. 'effects:' .. cause
-- What a person spoke of stands apart: no machine's finding lets it go.
local all, other = K .. 'edges', K .. 'edges:judged'
if ARGV[9] == '1' then all, other = other, all end
local key = K .. 'edge:' .. cause .. ':' .. effect
local function write_down()
  if ARGV[10] == '' then audit() else audit_some(ARGV[10], tonumber(ARGV[11])) end
end

if (redis.call('GET', key) or '') ~= before then return {'CHANGED'} end
if edge == '' then
  forget_edge(cause, effect)
  write_down()
  return {'OK'}
end
for _, id in ipairs({cause, effect}) do
  if redis.call('EXISTS', K .. 'event:' .. id) == 0 then return {'MISSING'} end
end
if before == '' then
  local most = tonumber(ARGV[7])
  if redis.call('ZCARD', causes) >= most or redis.call('ZCARD', effects) >= most then return {'FULL'} end
end
redis.call('SET', key, edge)
redis.call('ZADD', causes, now, cause)
redis.call('ZADD', effects, now, effect)
redis.call('ZADD', all, now, cause .. ':' .. effect)
redis.call('ZREM', other, cause .. ':' .. effect)
for _, id in ipairs({cause, effect}) do redis.call('HINCRBY', K .. 'event:' .. id, 'version', 1) end
-- Whose incident the effect belongs to may be another's from now on.
wake(effect)
while redis.call('ZCARD', all) > tonumber(ARGV[8]) do
  local oldest = redis.call('ZRANGE', all, 0, 0)[1]
  forget_edge(string.match(oldest, '^([^:]+):(.+)$'))
end
write_down()
return {'OK'}
