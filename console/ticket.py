"""Work on tickets: ``kentongan ticket ...``; each command is imported when it is used."""

from console.frame import LateGroup

COMMANDS = {
    "list": ("console.ticket_list:list_tickets", "List tickets, newest first."),
    "search": ("console.ticket_list:search_tickets", "Find tickets by words of their text."),
    "show": ("console.ticket_show:show_ticket", "Show one ticket and what happened to it."),
    "copy": ("console.ticket_copy:copy_ticket", "Print a ticket without personal data."),
    "new": ("console.ticket_new:new", "Enter a report of another channel."),
    "verify": ("console.ticket_case:verify", "Find a report clear and complete."),
    "assign": ("console.ticket_assign:assign", "Give a ticket to an agency."),
    "accept": ("console.ticket_task:accept", "Take the agency's task."),
    "progress": ("console.ticket_task:progress", "Tell what is being done."),
    "done": ("console.ticket_task:done", "End a task or ticket with its result."),
    "return": ("console.ticket_task:give_back", "Give the task back to the coordinator."),
    "hold": ("console.ticket_words:hold", "Wait for the reporter, deadlines paused."),
    "ask": ("console.ticket_words:ask", "Ask the reporter, deadlines paused."),
    "answer": ("console.ticket_words:answer", "Enter what the reporter answered."),
    "resume": ("console.ticket_words:resume", "Go on without waiting for the answer."),
    "attach": ("console.attachments:attach_file", "Keep a file as evidence of a ticket."),
    "attachments": ("console.attachments:list_attachments", "List the files of a ticket."),
    "attachment": ("console.attachments:get_attachment", "Write a file of a ticket to the disk."),
    "note": ("console.ticket_words:note", "Keep an internal note."),
    "tell": ("console.ticket_words:tell", "Write to the reporter."),
    "reject": ("console.ticket_case:reject", "End what is not the city's to do."),
    "archive": ("console.ticket_case:archive", "End what cannot be worked on."),
    "cancel": ("console.ticket_case:cancel", "End what its reporter takes back."),
    "close": ("console.ticket_case:close", "Close what is done."),
    "reopen": ("console.ticket_case:reopen", "Open a ticket again."),
    "watch": ("console.ticket_case:watch", "Look again on a day whether it has lasted."),
    "merge": ("console.ticket_case:merge", "Let a ticket go on as part of another."),
    "mark-prank": ("console.ticket_case:mark_prank", "End a report as made up."),
    "set": ("console.ticket_set:change", "Change category, area, class and the like."),
    "extend": ("console.ticket_set:extend", "Take the longer time for information."),
    "release": ("console.ticket_set:release", "Let the public wording be seen."),
    "block": ("console.ticket_set:block", "Take no reports from who sent it."),
    "unblock": ("console.ticket_set:unblock", "Take reports from who sent it again."),
}


ticket = LateGroup("ticket", late=COMMANDS, help="Work on tickets.", no_args_is_help=True)
