-- Makes the first admin, once ever.
local id, email, record, password, admin, untold = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
if redis.call('EXISTS', K .. 'bootstrap') == 1 then return {'DONE'} end
write_person(id, email, record, password, admin)
redis.call('HSET', K .. 'bootstrap', 'admin', id, 'password', untold ~= '' and 'untold' or 'told')
audit()
return {'OK'}
