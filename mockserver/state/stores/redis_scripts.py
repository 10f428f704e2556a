"""Lua scripts of the Redis store; Redis runs each atomically.

Four keys, so that everything expires together: ``items`` (a hash), ``order`` (a sorted set of the hash fields in the
order of their first write), ``meta`` (a hash of the snapshot and the counters) and ``log`` (a sorted set of blocks).
A field is ``TABLE\\0KEY``, a member of ``order`` is ``TABLE\\0`` + number (8 bytes, big-endian) + ``KEY``: members of
one score are sorted by their bytes.
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

_WRITE = """
local announced = {}
local removed = {}
local function write(name, key, value)
  local field = name .. '\\0' .. key
  if redis.call('HSET', KEYS[1], field, value) == 1 then
    local number = redis.call('HINCRBY', KEYS[3], 'number', 1)
    redis.call('ZADD', KEYS[2], 0, name .. '\\0' .. struct.pack('>I8', number) .. key)
    if not removed[field] then announced[#announced + 1] = struct.pack('>I4', #field) .. field end
  end
end
-- Fields that the script has removed are known. Also for processes that have subscribed since the first announcement.
local function announce(channel)
  if #announced > 0 then redis.call('PUBLISH', channel, '\\1' .. table.concat(announced)) end
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

APPEND = (
    _EXPIRE
    + """
-- ARGV: expire, counter, limit, maximum size, number of entries, data
local last = redis.call('ZRANGE', KEYS[4], -1, -1)[1]
local start = 0
if last then
  local _, _, before = struct.unpack('>I8I8I8', last)
  start = before + #last - 24
end
local number = redis.call('HINCRBY', KEYS[3], ARGV[2], ARGV[5])
redis.call('ZADD', KEYS[4], number, struct.pack('>I8I8I8', number, tonumber(ARGV[5]), start) .. ARGV[6])
while true do
  local oldest, _, at = struct.unpack('>I8I8I8', redis.call('ZRANGE', KEYS[4], 0, 0)[1])
  if oldest == number or (oldest > number - ARGV[3] and at >= start + #ARGV[6] - ARGV[4]) then break end
  redis.call('ZREMRANGEBYRANK', KEYS[4], 0, 0)
end
touch(ARGV[1])
return number
"""
)
"""Appends a block to the log; returns the number of its last entry.

A member begins with three numbers of 8 bytes: of its last entry, how many entries it has, and the size of all blocks
before.
"""

BLOCK_NUMBERS = ">QQQ"
"""The beginning of a member of the log."""

ITEMS = """
-- ARGV: table, last member of the part before or '', maximum number of members
local first = ARGV[1] .. '\\0'
local start = ARGV[2] == '' and '[' .. first or '(' .. ARGV[2]
local found = redis.call('ZRANGEBYLEX', KEYS[2], start, '(' .. ARGV[1] .. '\\1', 'LIMIT', 0, ARGV[3])
local result = {#found == tonumber(ARGV[3]) and found[#found] or ''}
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
"""Returns a part of the keys and values of a table, alternately, after the last member of the part if more may follow.

Redis handles nothing else while a script runs, so a long table is read in several parts.
"""

TABLES = """
local names, start = {}, '-'
while true do
  local found = redis.call('ZRANGEBYLEX', KEYS[2], start, '+', 'LIMIT', 0, 1)
  if #found == 0 then return names end
  names[#names + 1] = string.sub(found[1], 1, string.find(found[1], '\\0', 1, true) - 1)
  start = '(' .. names[#names] .. '\\1'
end
"""
"""Returns the names of the tables; skips the members of each."""

CLAIM = (
    _EXPIRE
    + """
-- ARGV: expire, expected snapshot or '', new snapshot, '1' to discard everything
local current = redis.call('HGET', KEYS[3], 'snapshot') or ''
if current ~= ARGV[2] then return 0 end
if ARGV[4] == '1' then redis.call('DEL', unpack(KEYS)) end
redis.call('HSET', KEYS[3], 'snapshot', ARGV[3])
touch(ARGV[1])
return 1
"""
)
"""Returns whether the snapshot was the expected one."""

COMMIT = (
    _EXPIRE
    + _GUARD
    + _WRITE
    + """
-- ARGV: channel, snapshot, expire, then of each field: table, key, digest of the expected value or '', new value
if not is_ours(ARGV[2]) then return 2 end
for index = 4, #ARGV, 4 do
  local current = redis.call('HGET', KEYS[1], ARGV[index] .. '\\0' .. ARGV[index + 1])
  if (current and redis.sha1hex(current) or '') ~= ARGV[index + 2] then return 0 end
end
for index = 4, #ARGV, 4 do write(ARGV[index], ARGV[index + 1], ARGV[index + 3]) end
announce(ARGV[1])
touch(ARGV[3])
return 1
"""
)
"""Returns ``OUTDATED``, ``CHANGED`` or ``NOT_OURS``. The fields were announced before."""

REPLACE = (
    _EXPIRE
    + _GUARD
    + _WRITE
    + """
-- ARGV: channel, snapshot, expire, then six lists, each with its length first: tables to remove, prefixes of tables,
-- counters to remove, prefixes of counters; table, key and value of each new field; name and value of each counter
if not is_ours(ARGV[2]) then return 2 end
local position = 4
local function list()
  local length = tonumber(ARGV[position])
  local found = {}
  for index = 1, length do found[index] = ARGV[position + index] end
  position = position + length + 1
  return found
end
local function selection()
  local names, prefixes, exact = list(), list(), {}
  for _, name in ipairs(names) do exact[name] = true end
  local function is_selected(name)
    if exact[name] then return true end
    for _, prefix in ipairs(prefixes) do
      if string.sub(name, 1, #prefix) == prefix then return true end
    end
    return false
  end
  return is_selected, #names + #prefixes > 0
end
local is_table, has_tables = selection()
local is_counter = selection()
local start = '-'
while has_tables do
  local found = redis.call('ZRANGEBYLEX', KEYS[2], start, '+', 'LIMIT', 0, 1)
  if #found == 0 then break end
  local name = string.sub(found[1], 1, string.find(found[1], '\\0', 1, true) - 1)
  local first, stop = '[' .. name .. '\\0', '(' .. name .. '\\1'
  if is_table(name) then
    local fields = {}
    for _, member in ipairs(redis.call('ZRANGEBYLEX', KEYS[2], first, stop)) do
      local field = name .. '\\0' .. string.sub(member, #name + 10)
      fields[#fields + 1], removed[field] = field, true
      if #fields == 1000 then
        redis.call('HDEL', KEYS[1], unpack(fields))
        fields = {}
      end
    end
    if #fields > 0 then redis.call('HDEL', KEYS[1], unpack(fields)) end
    redis.call('ZREMRANGEBYLEX', KEYS[2], first, stop)
  end
  start = stop
end
for _, field in ipairs(redis.call('HKEYS', KEYS[3])) do
  if string.sub(field, 1, 8) == 'counter ' and is_counter(string.sub(field, 9)) then
    redis.call('HDEL', KEYS[3], field)
  end
end
local items, counts = list(), list()
for index = 1, #items, 3 do write(items[index], items[index + 1], items[index + 2]) end
announce(ARGV[1])
for index = 1, #counts, 2 do redis.call('HSET', KEYS[3], 'counter ' .. counts[index], counts[index + 1]) end
touch(ARGV[3])
return 1
"""
)
"""Returns ``CHANGED`` or ``NOT_OURS``. The fields were announced before."""
