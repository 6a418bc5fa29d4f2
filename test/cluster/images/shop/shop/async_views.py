"""The same answers as of views.py, given by coroutines: for servers that speak ASGI."""
import asyncio

from django.views.decorators.csrf import csrf_exempt

from shop.models import Order
from shop.views import answer


async def health(request):
    return answer("healthy")


async def index(request):
    await asyncio.sleep(0.02)
    return answer()


async def slow(request):
    await asyncio.sleep(float(request.GET.get("seconds", "2.5")))
    return answer()


@csrf_exempt
async def orders(request):
    if request.method == "POST":
        await Order.objects.acreate(number=request.body.decode())
        return answer("created", status=201)
    return answer(await Order.objects.acount())
