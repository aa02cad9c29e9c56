-- Writes one change of one event: record, indexes, audit and what incidents is told, all or nothing.
-- ARGV: 2 id, 3 provider, 4 external id, 5 the version it was made from (0: new), 6 the poll's ticket ('': a person's change),
--       7 the event as JSON without updates, 8 its updates as JSON, 9 the lists it stands in as JSON, 10 whether it is over ('1'),
--       11 the event whole as JSON, where incidents is to be told of it ('': not),
--       12 the event that bore the external id until now and is over, where a new one takes its place ('': none),
--       13 what the feed shows of it ('': it does not), 14 when it began, 15 now, 16 whether incidents is to open one on its
--       account ('1'); of one provider: 17 how many events are kept, 18 how many incidents it may open and 19 how many lines
--       of the audit it may fill within an hour; 20 how often incidents is told of one event within an hour
local id, provider, external, before, ticket = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local over, told = ARGV[10] == '1', ARGV[11]
local key = K .. 'event:' .. id
local began, now, opens = tonumber(ARGV[14]), tonumber(ARGV[15]), ARGV[16] == '1'

-- What a later look at the feed has seen is not overwritten by an earlier one that came in late.
if ticket and tonumber(redis.call('HGET', K .. 'provider:' .. provider, 'applied') or '0') > ticket then return {'STALE'} end
local known = redis.call('HMGET', key, 'version', 'ticket', 'sequence')
if ticket and tonumber(known[2] or '0') > ticket then return {'STALE'} end
if tonumber(known[1] or '0') ~= before then return {'CHANGED'} end
local sequence = known[3]
local holder
if before == 0 then
  holder = redis.call('HGET', K .. 'external:' .. provider, external) or ''
  if holder ~= ARGV[12] or redis.call('SISMEMBER', K .. 'open:' .. provider, holder) == 1 then return {'CHANGED'} end
end
-- A person's word is not counted: people tire before they fill anything.
if ticket and opens and within_the_hour('opened:' .. provider) >= tonumber(ARGV[18]) then return {'HELD'} end
if before == 0 then
  if not make_room(provider, tonumber(ARGV[17]), over and began, now - 3600) then return {'FULL'} end
  redis.call('HSET', K .. 'external:' .. provider, external, id)
  sequence = redis.call('INCR', K .. 'events:sequence')
end

redis.call('HSET', key, 'event', ARGV[7], 'updates', ARGV[8], 'version', before + 1, 'sequence', sequence)
if ticket then redis.call('HSET', key, 'ticket', ticket, 'missed', 0) end
if ARGV[13] ~= '' then redis.call('HSET', key, 'original', ARGV[13]) end
redis.call('HSETNX', key, 'names', cjson.encode({external}))
list(id, provider, sequence, began, ARGV[9])
local begins = false
if over then
  redis.call('SREM', K .. 'open:' .. provider, id)
  redis.call('ZADD', K .. 'over:' .. provider, began, id)
else
  begins = redis.call('SADD', K .. 'open:' .. provider, id) == 1
  redis.call('ZREM', K .. 'over:' .. provider, id)
end
redis.call('ZADD', K .. 'changed:graph', before + 1, id)
redis.call('ZADD', K .. 'changed:statistics', before + 1, id)
plan(id, provider, sequence)
publish('event', id)
if not ticket then audit() else audit_some(provider, tonumber(ARGV[19])) end
if told == '' then return {'OK'} end
if opens and ticket then count('opened:' .. provider) end
-- Its end is never left out, nor that it is back.
if may_tell(key, now, tonumber(ARGV[20]), over or begins or opens or not ticket) then
  emit('incidents', id, before + 1, told)
end
return {'OK'}
