"""Jobs are done in a thread of the process that forks the web server's workers."""

import threading
import time

from leaderacademy.cli.serve import Turns


def test_who_waits_to_fork_gets_its_turn_between_two_jobs() -> None:
    turns, order = Turns(), []
    turns.take()  # a job is being done

    def fork() -> None:
        turns.take()
        order.append("fork")
        turns.give()

    forking = threading.Thread(target=fork, daemon=True)
    forking.start()
    deadline = time.monotonic() + 5
    while not turns._door.locked():
        assert time.monotonic() < deadline
        time.sleep(0.001)
    turns.give()
    turns.take()  # the next job
    order.append("job")
    assert order == ["fork", "job"]
    forking.join(5)


def test_a_forked_process_need_not_wait_for_threads_that_it_does_not_have() -> None:
    turns = Turns()
    turns.take()
    turns.forget()
    taking = threading.Thread(target=turns.take, daemon=True)
    taking.start()
    taking.join(2)
    assert not taking.is_alive(), "the child waits for a thread of its parent"
