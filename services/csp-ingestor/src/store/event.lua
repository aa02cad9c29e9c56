-- Writes one change of one event: record, indexes, audit and what incidents is told, all or nothing.
-- ARGV: 2 id, 3 provider, 4 external id, 5 the version it was made from (0: new), 6 the poll's ticket,
--       7 the event as JSON without updates, 8 its updates as JSON, 9 the lists it stands in as JSON, 10 whether it is over ('1'),
--       11 the event whole as JSON, where incidents is to be told of it ('': not),
--       12 the event that bore the external id until now and is over, where a new one takes its place ('': none),
--       13 what the feed shows of it ('': it does not), 14 when it began
local id, provider, external, before, ticket = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local over, told = ARGV[10] == '1', ARGV[11]
local key = K .. 'event:' .. id

-- What a later look at the feed has seen is not overwritten by an earlier one that came in late.
if tonumber(redis.call('HGET', K .. 'provider:' .. provider, 'applied') or '0') > ticket then return {'STALE'} end
local known = redis.call('HMGET', key, 'version', 'ticket', 'sequence')
if tonumber(known[2] or '0') > ticket then return {'STALE'} end
if tonumber(known[1] or '0') ~= before then return {'CHANGED'} end
local sequence = known[3]
if before == 0 then
  local holder = redis.call('HGET', K .. 'external:' .. provider, external) or ''
  if holder ~= ARGV[12] or redis.call('SISMEMBER', K .. 'open:' .. provider, holder) == 1 then return {'CHANGED'} end
  redis.call('HSET', K .. 'external:' .. provider, external, id)
  sequence = redis.call('INCR', K .. 'events:sequence')
end

redis.call('HSET', key, 'event', ARGV[7], 'updates', ARGV[8], 'version', before + 1, 'ticket', ticket, 'missed', 0,
  'sequence', sequence)
if ARGV[13] ~= '' then redis.call('HSET', key, 'original', ARGV[13]) end
list(id, provider, sequence, ARGV[14], ARGV[9])
if over then redis.call('SREM', K .. 'open:' .. provider, id) else redis.call('SADD', K .. 'open:' .. provider, id) end
for _, follower in ipairs({'graph', 'statistics'}) do redis.call('ZADD', K .. 'changed:' .. follower, before + 1, id) end
plan(id, provider, sequence)
audit()
if told ~= '' then emit('incidents', id, before + 1, told) end
return {'OK'}
