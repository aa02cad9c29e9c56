-- Writes a new person and their places in the indexes. The caller has looked that id and address are free.
local function write_person(id, email, record, password, admin)
  local key = K .. 'person:' .. id
  redis.call('HSET', key, 'record', record, 'version', 1)
  if password ~= '' then redis.call('HSET', key, 'password', password) end
  redis.call('SET', K .. 'email:' .. email, id)
  redis.call('ZADD', K .. 'people', redis.call('INCR', K .. 'sequence'), id)
  if admin ~= '' then redis.call('SADD', K .. 'admins', id) end
end
