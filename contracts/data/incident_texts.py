"""Fifty kinds of incidents in IT operations, security and at the service desk, in our own words.

Five lines each: category, title, what happened, what it means, what is done about it. ``{names}`` are filled by
:mod:`contracts.data.incidents`.
"""

from __future__ import annotations

TEXTS = """
availability
{service} unreachable from {site}
Users in {site} cannot open the {service} since {clock} UTC.
Requests time out after {seconds} seconds; other sites are not affected.
The {site} uplink is being checked together with the provider.

availability
Elevated error rate on {service}
The {service} answers {percent} % of its requests with status 503 since {clock} UTC.
The errors began right after release {version} was rolled out.
A rollback to the previous release is under way.

availability
{host} does not respond to monitoring
{host} stopped answering health checks at {clock} UTC and its console shows no output.
Its traffic was taken over by the remaining nodes; no customer impact so far.
The machine will be power-cycled and its kernel log collected.

availability
Scheduled job {job} failed on {host}
The job {job} on {host} ended with exit code {exit} at {clock} UTC.
Downstream reports still show yesterday's figures.
The job was restarted by hand and is being watched.

availability
{service} restarts in a loop
The {service} has restarted {count} times within the last hour.
Each start ends with an out-of-memory kill shortly after loading its cache.
The memory limit was raised for now; the cache size is under review.

performance
Slow responses from {service}
Median response time of the {service} rose to {millis} ms this morning.
Traces point to a query on {host} that no longer uses its index.
The index is being rebuilt during the low-traffic window.

performance
CPU saturation on {host}
CPU use on {host} has stayed above {percent90} % for {minutes} minutes.
The load comes from {job}, which processes a larger batch than usual.
The batch was split and the remainder moved to the night.

performance
Queue backlog in {service}
The queue of the {service} holds {backlog} messages and keeps growing.
Two of its consumers lost their connection to {host} at {clock} UTC.
The consumers were restarted; the backlog should clear within {minutes} minutes.

capacity
Disk almost full on {host}
The data volume of {host} is {percent90} % full.
Log files of the {service} take most of the space, as rotation stopped last week.
Old logs are being archived and rotation is repaired.

capacity
Connection pool exhausted on {host}
All {count} database connections of {host} are in use and new sessions are refused.
The {service} keeps connections open after failed transactions.
Idle sessions were closed and a fix is being prepared.

network
Packet loss between {site} and {site2}
Monitoring reports {loss} % packet loss on the link between {site} and {site2}.
Voice calls are choppy; file transfers take about twice as long.
A ticket is open with the carrier, and traffic was moved to the backup link.

network
DNS lookups fail in {site}
Clients in {site} intermittently cannot resolve internal names since {clock} UTC.
The resolver on {host} returns SERVFAIL for about {percent} % of the queries.
The secondary resolver was put first until the cause is found.

network
VPN on {host} drops remote staff
About {count} remote users lose their VPN connection every {minutes} minutes.
The gateway {host} logs rekeying failures for clients on release {version}.
Affected users were asked to switch to the second gateway.

network
Wi-Fi outage on floor {floor} in {site}
The wireless network on floor {floor} in {site} is down.
Four access points lost power when a switch failed at {clock} UTC.
A replacement switch is on its way.

certificate
Certificate of {service} expires soon
The TLS certificate of the {service} expires in {days} days.
Automatic renewal fails because the challenge cannot reach {host}.
The firewall rule for the challenge is being restored.

certificate
Expired certificate on {host}
Clients refuse to connect to {host} because its certificate expired at midnight.
The {service} is affected for all partners that check the chain.
A new certificate was requested and will be installed today.

phishing
Phishing mail posing as {service}
{count} employees in {site} reported a mail that asks them to confirm their {service} password.
The link leads to a copied sign-in page on a recently registered domain.
The domain is blocked and the mails are being removed from all mailboxes.

phishing
Credentials entered on a fake {service} page
An employee in {department} entered a password on a fake {service} page at {clock} UTC.
There was one sign-in attempt from an unknown network; it was stopped by the second factor.
The password was reset and all sessions were revoked.

phishing
Invoice fraud attempt in {department}
{department} received a changed bank account for a known supplier by mail.
The sender's domain differs from the real one by a single letter.
No payment was made; the supplier and the bank were informed.

malware
Malware detected on {laptop}
Endpoint protection quarantined a trojan on {laptop} at {clock} UTC.
The file came as an attachment named invoice_{number}.zip and was opened once.
The laptop is isolated and its disk image was taken for analysis.

malware
Suspicious PowerShell activity on {laptop}
An encoded PowerShell command was started from a spreadsheet on {laptop}.
It tried to download a second file, which the proxy blocked.
The device is isolated; the spreadsheet's origin is being traced.

malware
Possible ransomware on {host}
More than {backlog} files on {host} were renamed within {minutes} minutes.
The pattern matches an encryption tool; shares were disconnected at {clock} UTC.
Restore from last night's backup is being prepared.

access
Repeated failed sign-ins on {service}
The {service} recorded {backlog} failed sign-ins for {count} accounts since {clock} UTC.
The attempts come from changing addresses and use names from an old leak.
Rate limits were tightened and the owners of the accounts informed.

access
Sign-in to {service} from an unusual country
An administrator account signed in to the {service} from a country where nobody is travelling.
The session listed user groups and ended after {minutes} minutes.
The account is suspended until its owner has been reached.

access
Former employee still has access to {service}
An account of a person who left {department} last month is still active in the {service}.
It was last used {days} days ago, before the person left.
The account was disabled and the leaver process is being corrected.

access
New starter cannot sign in to {service}
A new colleague in {department} gets "account not found" when signing in to the {service}.
The account exists but was not synchronised from {host}.
A manual synchronisation was started.

access
Privileged group changed on {host} without a change request
Two accounts were added to the domain administrators on {host} at {clock} UTC.
No change request covers this; the accounts belong to {department}.
The accounts were removed again and their owners are being interviewed.

data
Customer export from {department} sent to wrong recipient
{department} mailed an export with {backlog} customer records to the wrong supplier.
The file was protected, but its password was in the same mail.
The recipient confirmed deletion; data protection was informed.

data
Public storage bucket found for {service}
A storage bucket of the {service} was readable by anyone for {days} days.
It holds screenshots from support cases; the access log shows no foreign downloads.
Public access was removed and the remaining buckets are being checked.

data
Duplicate records after {job}
After last night's {job}, {count} customers appear twice in the {service}.
The job was interrupted at {clock} UTC and started again from the beginning.
A clean-up script is being tested on a copy.

data
Access key for {service} committed to repository
An access key for the {service} was pushed to a shared repository at {clock} UTC.
The scan found it {minutes} minutes later; there is no sign of use.
The key was revoked and the history is being rewritten.

backup
Backup of {host} incomplete
Last night's backup of {host} stopped after {percent} % of the data.
The backup target ran out of space at {clock} UTC.
Old restore points were removed and the backup was started again.

backup
Restore test failed for {service}
The monthly restore test of the {service} ended with checksum errors in {count} files.
All of them were written on the same day by {host}.
The previous restore point is fine; the disk of {host} is being examined.

vulnerability
Critical vulnerability in {service}
The vendor published a critical vulnerability that affects release {version} of the {service}.
The affected endpoint is reachable from the internet on {host}.
The endpoint is blocked at the proxy; the update is planned for tonight.

vulnerability
Outdated library found on {host}
The weekly scan found {count} outdated packages on {host}, one of them with a known exploit.
The package belongs to the {service} and is loaded only by an admin page.
The update is being tested on staging.

attack
Unusual traffic to {service}
Requests to the {service} rose to {backlog} per second at {clock} UTC.
They come from {count} networks and ask for the same search page.
A filter at the edge keeps most of them out; users notice little.

attack
Port scan against {host}
An external address scanned {backlog} ports on {host} within {minutes} minutes.
Only the expected ports answered.
The address is blocked and the event recorded for correlation.

hardware
Failed disk in {host}
Disk {slot} of {host} reported read errors and was taken out of the array.
The array is degraded but serves all data.
A spare is on site and will be changed today.

hardware
Power supply alarm in {site}
One of two power supplies of {host} in {site} failed at {clock} UTC.
The machine runs on the second one.
A technician is booked for tomorrow morning.

hardware
Cooling fault in server room {site}
The temperature in the {site} server room reached {temperature} °C at {clock} UTC.
One of two cooling units stopped after a filter alarm.
Non-essential machines were shut down until the technician arrives.

billing
Invoices from {service} with wrong tax rate
{count} invoices sent from the {service} yesterday carry the wrong tax rate.
All of them belong to customers whose address changed this month.
Corrected invoices are being prepared by {department}.

billing
Payments in {service} declined without reason
Customers report declined card payments in the {service} since {clock} UTC.
The payment provider answers {percent} % of the requests with a timeout.
The second provider was enabled for new payments.

mail
Outgoing mail delayed on {host}
Mail to external recipients is delayed by about {minutes} minutes.
Our sending address on {host} was listed by a reputation service at {clock} UTC.
The listing is being disputed and mail goes out through the second relay.

mail
Shared mailbox of {department} not receiving mail
The shared mailbox of {department} has received nothing since {clock} UTC.
A rule created last week moves every message to a hidden folder.
The rule was removed and the messages are being moved back.

device
Lost laptop reported by {department}
A member of {department} left {laptop} on a train near {site}.
Its disk is encrypted and the screen was locked.
The device was wiped remotely and a replacement ordered.

device
Printer on floor {floor} in {site} prints blank pages
The printer on floor {floor} in {site} prints blank pages for every job from the {service}.
Test pages from the device itself are fine.
The print driver is being rolled back to release {version}.

integration
Webhook deliveries to {service} fail
Webhooks to the {service} have been answered with status 401 since {clock} UTC.
The signing secret was rotated, but the receiver still has the old one.
Deliveries are being held back and will be sent again after the change.

integration
{service} rejects calendar synchronisation
Calendar entries are not synchronised to the {service} for {count} users.
The interface reports an expired token for the service account.
A new token was issued; the missed entries follow tonight.

change
Configuration drift on {host}
The nightly comparison found {count} settings on {host} that differ from the repository.
They were changed by hand during the last outage.
The settings are being reviewed and merged.

change
Failed deployment of {service} {version}
The deployment of {service} {version} stopped at step {slot} at {clock} UTC.
A database migration waits for a lock held by {job}.
The deployment was rolled back and is planned again for tonight.
"""
