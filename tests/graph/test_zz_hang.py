import asyncio, sys, pytest
from graph.app import application, running
from graph.settings import GraphSettings
from jobs.settings import JobSettings
from domain.clock import SystemClock
class E:
    fingerprint="x"; dimension=3
@pytest.mark.parametrize("n", range(60))
async def test_it(resources, n):
    app = application(GraphSettings())
    def dump():
        for t in asyncio.all_tasks():
            t.print_stack(file=sys.stderr)
    loop = asyncio.get_running_loop()
    h = loop.call_later(8, dump)
    async with running(app, settings=GraphSettings(), jobs=JobSettings(), resources=resources, encoder=E(), clock=SystemClock()):
        await asyncio.sleep(0.01*(n%5))
    h.cancel()
