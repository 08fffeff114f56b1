-- One request, repeated, or one for each of many callers or paths, at random or in order. Its parts come from the environment; the outcome is
-- one line of JSON on stdout.
wrk.method = os.getenv("BENCH_METHOD")
wrk.body = os.getenv("BENCH_BODY")
for line in os.getenv("BENCH_HEADERS"):gmatch("[^\n]+") do
  local name, value = line:match("^([^:]+): (.*)$")
  wrk.headers[name] = value
end

-- A line for each caller: what it says, a tab, and for a call the sellers that it calls for.
local callers = os.getenv("BENCH_CALLERS")
if callers then
  local says, sellers, pairs_in_order = {}, {}, {}
  for line in io.lines(callers) do
    local said, of = line:match("^([^\t]*)\t(.*)$")
    says[#says + 1] = said
    local own = {}
    for seller in of:gmatch("%d+") do
      own[#own + 1] = seller
      pairs_in_order[#pairs_in_order + 1] = { #says, seller }
    end
    sellers[#sellers + 1] = own
  end

  local function call(caller, seller)
    return wrk.format(nil, nil, { ["Authorization"] = says[caller], ["SellerId"] = seller })
  end

  local at = 0
  if wrk.method == "POST" then
    local in_order = os.getenv("BENCH_IN_ORDER")
    function request()
      at = at % #says + 1
      return wrk.format(nil, nil, wrk.headers, says[in_order and at or math.random(#says)])
    end
  elseif os.getenv("BENCH_IN_ORDER") then
    function request()
      at = at % #pairs_in_order + 1
      return call(pairs_in_order[at][1], pairs_in_order[at][2])
    end
  else
    function request()
      local caller = math.random(#says)
      return call(caller, sellers[caller][math.random(#sellers[caller])])
    end
  end
end

-- A line for each path.
local paths = os.getenv("BENCH_PATHS")
if paths then
  local known = {}
  for line in io.lines(paths) do
    known[#known + 1] = line
  end
  local in_order, at = os.getenv("BENCH_IN_ORDER"), 0
  function request()
    at = at + 1
    return wrk.format(nil, known[in_order and at or math.random(#known)])
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %.6f, "p50_ms": %.4f, "p99_ms": %.4f, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
