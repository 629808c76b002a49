"""The same as host.mjs, for samples in Python."""

import contextlib, io, json, os, sys, traceback


def run(code):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(code, "sample.py", "exec"), {"__name__": "__main__"})
        except BaseException:
            return {"out": out.getvalue(), "failure": traceback.format_exc()}
    return {"out": out.getvalue()}


for line in sys.stdin:
    asked = json.loads(line)
    os.environ.clear()
    os.environ.update(asked["env"])
    print(json.dumps(run(asked["code"])), flush=True)
