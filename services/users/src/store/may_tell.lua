-- Who may tell the first admin's password: one process, for ten seconds.
if redis.call('HGET', K .. 'bootstrap', 'password') ~= 'untold' then return {'TOLD'} end
if redis.call('SET', K .. 'bootstrap:telling', ARGV[2], 'NX', 'PX', 10000) then return {'OK'} end
return {'WAIT'}
