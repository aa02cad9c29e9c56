-- A bucket of tokens, kept as the one time at which it is full again (generic cell rate algorithm).

-- How long to wait for a token, in ms: 0 where there is one.
local function bucket_wait(place, now, interval, window)
  local full = tonumber(redis.call('GET', K .. 'full:' .. place) or now)
  return math.max(0, math.max(full, now) + interval - window - now)
end

-- Takes a token.
local function bucket_take(place, now, interval)
  local key = K .. 'full:' .. place
  local full = math.max(tonumber(redis.call('GET', key) or now), now) + interval
  redis.call('SET', key, string.format('%.0f', full), 'PX', string.format('%.0f', full - now))
end
