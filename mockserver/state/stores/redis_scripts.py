"""Lua scripts of the Redis store; Redis runs each atomically.

Three keys, so that everything expires together: ``items`` (a hash), ``order`` (a sorted set of the hash fields in the
order of their first write) and ``meta`` (a hash of the snapshot and the counters). A field is ``TABLE\\0KEY``, a member
of ``order`` is ``TABLE\\0`` + number (8 bytes, big-endian) + ``KEY``: members of one score are sorted by their bytes.
"""

from __future__ import annotations

SNAPSHOT = "snapshot"
"""Field of ``meta``."""

NUMBER = "number"
"""Field of ``meta``: the number of fields that were written for the first time."""

COUNTER = "counter "
"""Prefix of the counters in ``meta``."""

_EXPIRE = """
local function touch(seconds)
  if tonumber(seconds) > 0 then
    for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, seconds) end
  end
end
"""

_GUARD = """
-- Another process may have claimed the store for another document; a store that was emptied is claimed again.
local function is_ours(snapshot)
  local current = redis.call('HGET', KEYS[3], 'snapshot')
  if not current and snapshot ~= '' then
    redis.call('HSET', KEYS[3], 'snapshot', snapshot)
    return true
  end
  return snapshot == '' or current == snapshot
end
"""

CHANGE = (
    _EXPIRE
    + _GUARD
    + """
-- ARGV: channel, own channel, snapshot, expire, table, key, digest of the expected value or '', new value,
-- '1' if the field is known to all processes
if not is_ours(ARGV[3]) then return {2} end
local field = ARGV[5] .. '\\0' .. ARGV[6]
local current = redis.call('HGET', KEYS[1], field)
if (current and redis.sha1hex(current) or '') ~= ARGV[7] then return {0, current} end
local has_others = false
if not current then
  local subscribers = redis.call('PUBSUB', 'NUMSUB', ARGV[1], ARGV[2])
  has_others = subscribers[2] ~= 1 or subscribers[4] ~= 1
  -- Also those that subscribe between the announcement and the write must learn of it: it is repeated.
  if has_others then redis.call('PUBLISH', ARGV[1], field) end
  if has_others and ARGV[9] ~= '1' then return {3} end
end
redis.call('HSET', KEYS[1], field, ARGV[8])
if not current then
  local number = redis.call('HINCRBY', KEYS[3], 'number', 1)
  redis.call('ZADD', KEYS[2], 0, ARGV[5] .. '\\0' .. struct.pack('>I8', number) .. ARGV[6])
end
touch(ARGV[4])
return {1}
"""
)
"""Returns one of the numbers below."""

OUTDATED, CHANGED, NOT_OURS, ANNOUNCED = range(4)
"""The value is not the expected one, and follows; it was changed; the store is not ours; the field was announced, and
the script is to be run again."""

INCREMENT = (
    _EXPIRE
    + _GUARD
    + """
-- ARGV: snapshot, expire, name
if not is_ours(ARGV[1]) then return -1 end
local value = redis.call('HINCRBY', KEYS[3], 'counter ' .. ARGV[3], 1)
touch(ARGV[2])
return value
"""
)
"""Returns the new value; -1 if the store is not ours."""

ITEMS = """
-- ARGV: table
local first = ARGV[1] .. '\\0'
local found = redis.call('ZRANGEBYLEX', KEYS[2], '[' .. first, '(' .. ARGV[1] .. '\\1')
local result = {}
for _, member in ipairs(found) do
  local key = string.sub(member, #first + 9)
  local value = redis.call('HGET', KEYS[1], first .. key)
  if value then
    result[#result + 1] = key
    result[#result + 1] = value
  end
end
return result
"""
"""Returns the keys and values of a table, alternately."""

CLAIM = (
    _EXPIRE
    + """
-- ARGV: expire, expected snapshot or '', new snapshot, '1' to discard everything
local current = redis.call('HGET', KEYS[3], 'snapshot') or ''
if current ~= ARGV[2] then return 0 end
if ARGV[4] == '1' then redis.call('DEL', KEYS[1], KEYS[2], KEYS[3]) end
redis.call('HSET', KEYS[3], 'snapshot', ARGV[3])
touch(ARGV[1])
return 1
"""
)
"""Returns whether the snapshot was the expected one."""
