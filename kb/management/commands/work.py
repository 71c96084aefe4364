from threading import Thread

from kb.import_runs import drop_old_plans, take_up_again
from kb.management.migrated import MigratedCommand
from kb.worker import Worker, end_with_input, is_at_work, the_only_worker


class Command(MigratedCommand):
    help = "Does what takes long beside the site, above all imports out of the browser. Serve starts one by itself."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is waiting, and end")
        parser.add_argument("--with-input", action="store_true", help="end when standard input is closed")

    def handle(self, *args, once, with_input, **options):
        if with_input:
            Thread(target=end_with_input, daemon=True).start()
        if is_at_work():
            self.stdout.write("Another worker is at work. This one waits until that one ends.")
        worker = Worker(once=once)
        with worker.stoppable(), the_only_worker():
            drop_old_plans()
            take_up_again()
            worker.run()
