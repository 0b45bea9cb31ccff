# The box's own settings, which the project's Vagrantfile comes on top of: an emulated processor
# where there is no other.
Vagrant.configure("2") do |config|
  config.vm.boot_timeout = 900
  config.vm.provider "libvirt" do |libvirt|
    libvirt.graphics_type = "none"
    hardware = %w[kvm_intel kvm_amd].any? { |name| Dir.exist?("/sys/module/#{name}") }
    unless hardware && File.writable?("/dev/kvm")
      libvirt.driver = "qemu"
      libvirt.cpu_mode = "maximum"
      # As in qemu.mjs.
      %w[avx avx2 fma f16c bmi1 bmi2 vaes vpclmulqdq].each do |name|
        libvirt.cpu_feature name: name, policy: "disable"
      end
    end
  end
end
