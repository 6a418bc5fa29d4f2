"""Answers say which version and pod gave them; one view per kind of load."""
import os
import socket
import sys
import time

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from shop.models import Order
from shop.version import VERSION

# A web process that is slow to start shows whether traffic waits for readiness.
time.sleep(float(os.environ.get("STARTUP_SECONDS", "1")))

# A version that seems to be well at first: so long after it first said so, it answers 500 and says that it is ill.
FAULT = os.environ.get("FAULT_AFTER_SECONDS")
FIRST_HEALTHY = "/tmp/first-healthy"


def ill():
    try:
        return FAULT is not None and time.time() > os.stat(FIRST_HEALTHY).st_mtime + float(FAULT)
    except FileNotFoundError:
        return False


def answer(text="", status=200):
    if ill():
        status = 500
    return HttpResponse(f"{VERSION} {socket.gethostname()} {text}\n", status=status, content_type="text/plain")


def failed(request):
    # What went wrong is for who measures: it is the only trace once the pod is gone.
    return answer(" ".join(repr(sys.exc_info()[1]).split()), status=500)


def health(request):
    # All workers of a pod fall ill together.
    if FAULT is not None and not os.path.exists(FIRST_HEALTHY):
        with open(FIRST_HEALTHY, "w"):
            pass
    return answer("healthy")


def index(request):
    time.sleep(0.02)
    return answer()


def slow(request):
    time.sleep(float(request.GET.get("seconds", "2.5")))
    return answer()


def burn(request):
    end = time.process_time() + 0.04
    while time.process_time() < end:
        pass
    return answer()


def crash(request):
    # As a fault in a native extension does: the worker ends at once, with all it was answering.
    os.abort()


def fill(request):
    # More than the container may have: the kernel ends the worker.
    held = []
    while True:
        held.append(b"x" * (16 * 1024 * 1024))


@csrf_exempt
def orders(request):
    if request.method == "POST":
        Order.objects.create(number=request.body.decode())
        return answer("created", status=201)
    return answer(Order.objects.count())
