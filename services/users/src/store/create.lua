-- Makes an account, or (mode 'try') says whether it would.
local mode, id, email, record, password, admin = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
local given_by, place, answer = ARGV[8], ARGV[9], ARGV[13]
local now, interval, window = tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12])

local before = replayed()
if before then return before end
-- Nobody comes before the first admin: not even somebody who signs up with the admin's address.
if redis.call('EXISTS', K .. 'bootstrap') == 0 then return {'EARLY'} end
if given_by ~= '' and redis.call('SISMEMBER', K .. 'admins', given_by) == 0 then return {'NOT_ADMIN'} end
if place ~= '' then
  local wait = bucket_wait(place, now, interval, window)
  if wait > 0 then return {'WAIT', string.format('%.0f', wait)} end
end
if redis.call('EXISTS', K .. 'email:' .. email) == 1 then
  -- Asking whether an address is known costs as much as signing up.
  if place ~= '' then bucket_take(place, now, interval) end
  return {'TAKEN'}
end
if redis.call('EXISTS', K .. 'person:' .. id) == 1 then return {'ID_TAKEN'} end
if mode == 'try' then return {'READY'} end

if place ~= '' then bucket_take(place, now, interval) end
write_person(id, email, record, password, admin)
audit()
remember(answer)
return {'OK'}
