-- The same request with one known secret after the other, each thread from a place of its own. The arguments: a file of secrets,
-- method, path, body ("-": none), and names and values of headers in turn. `{}` in body and headers is the secret.
local requests, at, threads = {}, 0, {}

local function fill(template, secret)
  local before, after = template:match("^(.-){}(.*)$")
  return before and before .. secret .. after or template
end

function setup(thread)
  threads[#threads + 1] = thread
end

function init(args)
  local file = assert(io.open(args[1]))
  for secret in file:lines() do
    local headers = {}
    for n = 5, #args, 2 do headers[args[n]] = fill(args[n + 1], secret) end
    local body = args[4] ~= "-" and fill(args[4], secret) or nil
    requests[#requests + 1] = wrk.format(args[2], args[3], headers, body)
  end
  file:close()
  math.randomseed(os.time())
  at = math.random(#requests)
  -- CPU time so far, in seconds: the making of the requests is nobody's.
  prepared = os.clock()
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency, requests)
  local errors = summary.errors
  local wrong = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration, wrong,
    latency:percentile(50), latency:percentile(99), threads[#threads]:get("prepared") * 1e6))
end
