package PveDouble::Task;
# A worker as the command line runs it: its failure is told, and the command still exits with 0.
use strict;
use warnings;
use POSIX ();
use Fcntl ':flock';
use Exporter 'import';
our @EXPORT = qw(worker locked run wait_for);

my $index = '/var/log/pve/tasks/index';

sub run {
    my (@command) = @_;
    system(@command) == 0 or die "command '@command' failed: exit code " . ($? >> 8) . "\n";
}

sub wait_for { my ($seconds, $code) = @_; for (1 .. $seconds * 10) { return if $code->(); select undef, undef, undef, 0.1 } }

# /var/lock/pvecm.lock, for 10 s at most.
sub locked {
    my ($code) = @_;
    open my $lock, '>', '/var/lock/pvecm.lock' or die "can't open lock: $!\n";
    my $end = time + 10;
    until (flock $lock, LOCK_EX | LOCK_NB) {
        die "can't lock file '/var/lock/pvecm.lock' - got timeout\n" if time > $end;
        sleep 1;
    }
    return $code->();
}

sub worker {
    my ($type, $id, $code) = @_;
    my $start = time;
    my $upid = sprintf 'UPID:%s:%08X:%08X:%08X:%s:%s:root@pam:', (POSIX::uname())[1], $$,
        (split ' ', `cat /proc/$$/stat`)[21], $start, $type, $id;
    $| = 1;
    my $status = eval { $code->(); 'OK' };
    if (!defined $status) {
        ($status = $@) =~ s/\n.*//s;
        print STDERR $@;
    }
    system 'mkdir', '-p', '/var/log/pve/tasks';
    open my $out, '>>', $index or die "can't write $index: $!\n";
    printf $out "%s %08X %s\n", $upid, time, $status;
    exit 0;
}

1;
