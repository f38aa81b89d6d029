import asyncio

from persistence.passwords import ArgonPasswordHasher

QUICK = ArgonPasswordHasher(memory_kib=1024, passes=1)


async def test_a_hash_accepts_its_password_alone() -> None:
    kept = await QUICK.hash("correct horse")
    assert await QUICK.verify(kept, "correct horse")
    assert not await QUICK.verify(kept, "correct hors")
    assert not await QUICK.verify("no hash", "correct horse")
    assert not await QUICK.verify("", "")


async def test_hashes_are_salted_argon2id() -> None:
    first, second = await QUICK.hash("x"), await QUICK.hash("x")
    assert first != second
    assert first.startswith("$argon2id$")


async def test_hashing_leaves_the_event_loop_free() -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0.001)

    counting = asyncio.create_task(count())
    await asyncio.gather(*(ArgonPasswordHasher().hash("x") for _ in range(4)))
    counting.cancel()
    assert turns > 4
